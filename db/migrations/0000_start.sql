CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"cause" text,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"reply" jsonb
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"id" text PRIMARY KEY NOT NULL,
	"free_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "local_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"room" text NOT NULL,
	"author" text NOT NULL,
	"text" text,
	"card" jsonb,
	"only_for" text,
	"delivery" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "local_messages_delivery_unique" UNIQUE("delivery")
);
--> statement-breakpoint
CREATE TABLE "local_reads" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"chat" text NOT NULL,
	"room" text NOT NULL,
	"message" text NOT NULL,
	"reach" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"view" text NOT NULL,
	"subject" text NOT NULL,
	"args" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"person" text,
	"lang" text NOT NULL,
	"drawn" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"effect" jsonb NOT NULL,
	"address" jsonb,
	"chat" text NOT NULL,
	"tried" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"lane" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"coalesce" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"first_tried_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"doubt" text,
	"last_error" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"chat" text NOT NULL,
	"tenant" text NOT NULL,
	"external_id" text NOT NULL,
	"person" text NOT NULL,
	"reach" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identities_chat_tenant_external_id_pk" PRIMARY KEY("chat","tenant","external_id")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"document" jsonb NOT NULL,
	"applied_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"ref" text,
	"name" text NOT NULL,
	"email" text,
	"lang" text DEFAULT 'de' NOT NULL,
	"gone" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "people_ref_unique" UNIQUE("ref"),
	CONSTRAINT "people_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"number" text,
	"root" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"predecessor" text,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"office" text NOT NULL,
	"legal_body" text NOT NULL,
	"applicant" text NOT NULL,
	"channel" text,
	"platform" text,
	"title" text DEFAULT '' NOT NULL,
	"key" text,
	"form_version" integer NOT NULL,
	"answers" jsonb NOT NULL,
	"place" jsonb DEFAULT '{"page":0}'::jsonb NOT NULL,
	"hash" text,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "applications_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"application" text NOT NULL,
	"note" text,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"source" text,
	"chat" text,
	"sha256" text,
	"content" "bytea",
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"handle" text NOT NULL,
	"url" text,
	"key" text,
	"office" text NOT NULL,
	"state" text NOT NULL,
	"application" text,
	"administrators" integer,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"application" text NOT NULL,
	"kind" text NOT NULL,
	"body" text,
	"question" text,
	"text" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"kind" text NOT NULL,
	"application" text NOT NULL,
	"channel" text,
	"assignee" text NOT NULL,
	"about" text,
	"state" text DEFAULT 'open' NOT NULL,
	"answer" text,
	"done_by" text,
	"done_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"application" text NOT NULL,
	"body" text NOT NULL,
	"answer" text DEFAULT 'open' NOT NULL,
	"reason" text,
	"resolution" text,
	"unchanged" text,
	"by" text,
	"on_behalf_of" text,
	"opened_at" timestamp with time zone,
	"at" timestamp with time zone,
	"weighing" text,
	"weighed_by" text,
	"weighed_for" text,
	"weighed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "local_messages_room" ON "local_messages" USING btree ("room","seq");--> statement-breakpoint
CREATE INDEX "messages_subject" ON "messages" USING btree ("subject");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_place" ON "messages" USING btree ("chat","room","message");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "outbox_lane" ON "outbox" USING btree ("lane","state");--> statement-breakpoint
CREATE INDEX "outbox_coalesce" ON "outbox" USING btree ("coalesce","state");--> statement-breakpoint
CREATE INDEX "identities_person" ON "identities" USING btree ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "applications_revision" ON "applications" USING btree ("root","revision");--> statement-breakpoint
CREATE INDEX "applications_state" ON "applications" USING btree ("state");--> statement-breakpoint
CREATE INDEX "applications_applicant" ON "applications" USING btree ("applicant");--> statement-breakpoint
CREATE INDEX "applications_channel" ON "applications" USING btree ("channel");--> statement-breakpoint
CREATE INDEX "attachments_application" ON "attachments" USING btree ("application");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_key" ON "channels" USING btree ("key");--> statement-breakpoint
CREATE INDEX "channels_office" ON "channels" USING btree ("office");--> statement-breakpoint
CREATE INDEX "notes_application" ON "notes" USING btree ("application");--> statement-breakpoint
CREATE INDEX "tasks_assignee" ON "tasks" USING btree ("assignee","state");--> statement-breakpoint
CREATE INDEX "tasks_application" ON "tasks" USING btree ("application");--> statement-breakpoint
CREATE UNIQUE INDEX "votes_slot" ON "votes" USING btree ("application","body");