-- The audit is append-only, whoever asks.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % refused', TG_OP;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
-- Submission freezes: after that the document never changes, only its state does.
CREATE FUNCTION submitted_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (
    NEW.answers IS DISTINCT FROM OLD.answers OR NEW.form_version IS DISTINCT FROM OLD.form_version OR
    NEW.hash IS DISTINCT FROM OLD.hash OR NEW.number IS DISTINCT FROM OLD.number OR
    NEW.applicant IS DISTINCT FROM OLD.applicant OR NEW.kind IS DISTINCT FROM OLD.kind OR
    NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
  ) THEN
    RAISE EXCEPTION 'application % is submitted and frozen', OLD.number;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER applications_frozen BEFORE UPDATE ON applications FOR EACH ROW EXECUTE FUNCTION submitted_is_frozen();
--> statement-breakpoint
-- A note stays as it was written; only its closing date may be set. "by" is quoted because PL/pgSQL has a BY of its own.
CREATE FUNCTION note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text IS DISTINCT FROM OLD.text OR NEW."by" IS DISTINCT FROM OLD."by" OR NEW.at IS DISTINCT FROM OLD.at OR
    NEW.application IS DISTINCT FROM OLD.application OR NEW.kind IS DISTINCT FROM OLD.kind OR
    NEW.body IS DISTINCT FROM OLD.body OR NEW.question IS DISTINCT FROM OLD.question
  THEN
    RAISE EXCEPTION 'note % is frozen', OLD.id;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER notes_frozen BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION note_is_frozen();
--> statement-breakpoint
INSERT INTO audit_head (id, seq, hash) VALUES ('head', 0, repeat('0', 64));
