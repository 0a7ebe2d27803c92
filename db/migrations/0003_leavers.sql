CREATE TABLE "directory_accounts" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"person" text,
	"manager" text,
	"active" boolean,
	"department" text,
	"login" text,
	"changed_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "directory_accounts_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "directory_sync" (
	"source" text PRIMARY KEY NOT NULL,
	"cursor" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holder_strikes" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"application" text NOT NULL,
	"person" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leaver_cases" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"person" text NOT NULL,
	"state" text NOT NULL,
	"reports" jsonb NOT NULL,
	"leaves_on" text,
	"reason" text,
	"manager" text,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_because" text
);
--> statement-breakpoint
CREATE TABLE "leaver_items" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"case" text NOT NULL,
	"kind" text NOT NULL,
	"place" text NOT NULL,
	"channel" text,
	"application" text,
	"right" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"removed_by" text,
	"removed_at" timestamp with time zone,
	"second_by" text,
	"second_at" timestamp with time zone,
	"credentials_by" text,
	"credentials_at" timestamp with time zone,
	"struck" text,
	"struck_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "directory_accounts_person" ON "directory_accounts" USING btree ("source","person");--> statement-breakpoint
CREATE INDEX "holder_strikes_application" ON "holder_strikes" USING btree ("application");--> statement-breakpoint
CREATE UNIQUE INDEX "leaver_cases_open" ON "leaver_cases" USING btree ("person") WHERE "leaver_cases"."state" <> 'closed';--> statement-breakpoint
CREATE INDEX "leaver_cases_state" ON "leaver_cases" USING btree ("state");--> statement-breakpoint
CREATE UNIQUE INDEX "leaver_items_right" ON "leaver_items" USING btree ("case","place","right");--> statement-breakpoint
CREATE INDEX "leaver_items_channel" ON "leaver_items" USING btree ("channel");