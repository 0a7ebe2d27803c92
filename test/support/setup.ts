/** Loaded before every test file: keeps tests off the network. Nothing else belongs here, each file pays for it. */
import { guardNetwork } from './http.ts';

guardNetwork();
