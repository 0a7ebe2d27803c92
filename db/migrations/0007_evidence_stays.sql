-- No statement empties the evidence either, and what a stored file is stays as it was said when it came.
CREATE OR REPLACE FUNCTION evidence_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    RAISE EXCEPTION 'evidence is frozen: % refused', TG_OP;
  END IF;
  IF TG_OP = 'DELETE' OR NEW."by" IS DISTINCT FROM OLD."by" OR NEW.at IS DISTINCT FROM OLD.at OR
    (OLD.state = 'stored' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR
      NEW.name IS DISTINCT FROM OLD.name OR NEW.state IS DISTINCT FROM OLD.state OR
      NEW.type IS DISTINCT FROM OLD.type OR NEW.size IS DISTINCT FROM OLD.size))
  THEN
    RAISE EXCEPTION 'evidence % is frozen: % refused', OLD.id, TG_OP;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER incident_files_no_truncate BEFORE TRUNCATE ON incident_files FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_frozen();
