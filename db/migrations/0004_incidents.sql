CREATE TABLE "downloads" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"secret" text NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"content" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"person" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connector_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"connector" text NOT NULL,
	"on" boolean NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"revoked_by" text,
	"revoked_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "incident_channels" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"channel" text NOT NULL,
	"part" text NOT NULL,
	"ties" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"control" text DEFAULT 'unclear' NOT NULL,
	"stage" text,
	"target" text,
	"late" boolean DEFAULT false NOT NULL,
	"before" text NOT NULL,
	"snapshot" jsonb,
	"snapshot_at" timestamp with time zone,
	"snapshot_by" text,
	"found" jsonb,
	"explained" jsonb,
	"restore_by" text,
	"restore_at" timestamp with time zone,
	"restored_by" text,
	"restored_at" timestamp with time zone,
	"replacement" text,
	"left_as" jsonb,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"place" text NOT NULL,
	"step" text NOT NULL,
	"stage" text NOT NULL,
	"order" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"how" text,
	"done_by" text,
	"done_at" timestamp with time zone,
	"evidence" text,
	"note" text,
	"second_by" text,
	"second_at" timestamp with time zone,
	"problem" text,
	"tries" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_tickets" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"place" text NOT NULL,
	"number" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"place" text NOT NULL,
	"step" text NOT NULL,
	"connector" text NOT NULL,
	"operation" text NOT NULL,
	"request" jsonb NOT NULL,
	"state" text NOT NULL,
	"answer" jsonb,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"seq" bigserial NOT NULL,
	"incident" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"kind" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"chat" text
);
--> statement-breakpoint
CREATE TABLE "incident_roles" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"role" text NOT NULL,
	"person" text NOT NULL,
	"by" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_rooms" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"chat" text NOT NULL,
	"state" text NOT NULL,
	"room" text,
	"reach" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"text" text NOT NULL,
	"assignee" text NOT NULL,
	"due_on" text,
	"by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"done_by" text,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"severity" integer NOT NULL,
	"drill" boolean DEFAULT false NOT NULL,
	"reason" text,
	"merged_into" text,
	"declared_by" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"contained_at" timestamp with time zone,
	"restored_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"reopened_at" timestamp with time zone,
	"updated_at" timestamp with time zone,
	"data_loss" text DEFAULT 'open' NOT NULL,
	"aware_at" timestamp with time zone NOT NULL,
	"gdpr" jsonb,
	"prosecutor" boolean DEFAULT false NOT NULL,
	"after_action" jsonb
);
--> statement-breakpoint
CREATE TABLE "incident_notices" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"kind" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_receipts" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"notice" text NOT NULL,
	"incident" text NOT NULL,
	"person" text NOT NULL,
	"because" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"escalated_at" timestamp with time zone,
	"phoned_by" text,
	"phoned_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_texts" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"kind" text NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"lang" text NOT NULL,
	"body" text NOT NULL,
	"hash" text NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"asked_at" timestamp with time zone,
	"asked" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"approved_by" text,
	"approved_for" text,
	"approved_at" timestamp with time zone,
	"approved_hash" text,
	"co_signed_by" text,
	"co_signed_at" timestamp with time zone,
	"co_signed_hash" text,
	"published_by" text,
	"published_at" timestamp with time zone,
	"link" text,
	"withdrawn_by" text,
	"withdrawn_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "incident_channels_once" ON "incident_channels" USING btree ("incident","channel");--> statement-breakpoint
CREATE INDEX "incident_channels_channel" ON "incident_channels" USING btree ("channel");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_steps_once" ON "incident_steps" USING btree ("place","stage","step");--> statement-breakpoint
CREATE INDEX "incident_steps_incident" ON "incident_steps" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_tickets_place" ON "incident_tickets" USING btree ("place");--> statement-breakpoint
CREATE INDEX "platform_calls_place" ON "platform_calls" USING btree ("place");--> statement-breakpoint
CREATE INDEX "platform_calls_incident" ON "platform_calls" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_entries_incident" ON "incident_entries" USING btree ("incident","seq");--> statement-breakpoint
CREATE INDEX "incident_roles_incident" ON "incident_roles" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_roles_person" ON "incident_roles" USING btree ("person");--> statement-breakpoint
CREATE INDEX "incident_rooms_incident" ON "incident_rooms" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_rooms_room" ON "incident_rooms" USING btree ("chat","room");--> statement-breakpoint
CREATE INDEX "incident_tasks_incident" ON "incident_tasks" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_tasks_assignee" ON "incident_tasks" USING btree ("assignee");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_number" ON "incidents" USING btree ("number");--> statement-breakpoint
CREATE INDEX "incidents_state" ON "incidents" USING btree ("state");--> statement-breakpoint
CREATE INDEX "incident_notices_incident" ON "incident_notices" USING btree ("incident");--> statement-breakpoint
CREATE INDEX "incident_receipts_notice" ON "incident_receipts" USING btree ("notice");--> statement-breakpoint
CREATE INDEX "incident_receipts_person" ON "incident_receipts" USING btree ("person");--> statement-breakpoint
CREATE INDEX "incident_texts_incident" ON "incident_texts" USING btree ("incident");--> statement-breakpoint
-- The timeline is append-only, whoever asks: a message taken back in the chat takes nothing back here.
CREATE FUNCTION timeline_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline is append-only: % refused', TG_OP;
END $$;
--> statement-breakpoint
CREATE TRIGGER incident_entries_append_only BEFORE UPDATE OR DELETE ON incident_entries FOR EACH ROW EXECUTE FUNCTION timeline_is_append_only();
--> statement-breakpoint
CREATE TRIGGER incident_entries_no_truncate BEFORE TRUNCATE ON incident_entries FOR EACH STATEMENT EXECUTE FUNCTION timeline_is_append_only();
