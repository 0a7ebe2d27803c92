/** Loaded before every test file: keeps tests off the network. Add nothing else, because each file pays for it. */
import { guardNetwork } from './http.ts';

guardNetwork();
