ALTER TABLE "incident_texts" ADD COLUMN "co_asked" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incident_texts" ADD COLUMN "co_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "incident_texts" ADD COLUMN "co_signed_for" text;