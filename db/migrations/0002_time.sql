CREATE TABLE "confirmations" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"year" integer NOT NULL,
	"office" text NOT NULL,
	"channel" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dues" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"stage" text NOT NULL,
	"subject" text NOT NULL,
	"day" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idle_people" (
	"person" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snoozes" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"person" text NOT NULL,
	"what" text NOT NULL,
	"until" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "confirmations_list" ON "confirmations" USING btree ("office","year");--> statement-breakpoint
CREATE INDEX "dues_subject" ON "dues" USING btree ("kind","stage","subject");--> statement-breakpoint
CREATE INDEX "snoozes_person" ON "snoozes" USING btree ("person");