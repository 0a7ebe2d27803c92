CREATE TABLE "incident_files" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"incident" text NOT NULL,
	"place" text,
	"step" text,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"source" text,
	"chat" text NOT NULL,
	"sha256" text,
	"content" "bytea",
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "incident_files_incident" ON "incident_files" USING btree ("incident","at");--> statement-breakpoint
-- What was handed in as evidence stays as it came. "by" is quoted because PL/pgSQL has a BY of its own.
CREATE FUNCTION evidence_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.incident IS DISTINCT FROM OLD.incident OR NEW."by" IS DISTINCT FROM OLD."by" OR
    NEW.at IS DISTINCT FROM OLD.at OR
    (OLD.state = 'stored' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR
      NEW.name IS DISTINCT FROM OLD.name OR NEW.state IS DISTINCT FROM OLD.state))
  THEN
    RAISE EXCEPTION 'evidence % is frozen: % refused', OLD.id, TG_OP;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER incident_files_frozen BEFORE UPDATE OR DELETE ON incident_files FOR EACH ROW EXECUTE FUNCTION evidence_is_frozen();
