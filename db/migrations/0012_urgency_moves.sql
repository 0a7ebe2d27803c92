-- Urgency stood in `seq`: 2^52 below zero what was new, 2^51 below zero what was redrawn. Rows that have ended move as well:
-- an operator may send them once more.
UPDATE "outbox" SET "priority" = 0, "seq" = "seq" + 4503599627370496 WHERE "seq" < -2251799813685248;--> statement-breakpoint
UPDATE "outbox" SET "priority" = 1, "seq" = "seq" + 2251799813685248 WHERE "seq" < 0;
