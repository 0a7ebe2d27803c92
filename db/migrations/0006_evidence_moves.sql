-- Evidence goes with its channel when incidents are merged or split; the bytes, the hash, who and when stay frozen.
CREATE OR REPLACE FUNCTION evidence_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW."by" IS DISTINCT FROM OLD."by" OR NEW.at IS DISTINCT FROM OLD.at OR
    (OLD.state = 'stored' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR
      NEW.name IS DISTINCT FROM OLD.name OR NEW.state IS DISTINCT FROM OLD.state))
  THEN
    RAISE EXCEPTION 'evidence % is frozen: % refused', OLD.id, TG_OP;
  END IF;
  RETURN NEW;
END $$;
