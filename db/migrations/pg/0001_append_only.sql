-- Board, ballots, log, key messages and publications are append-only: nobody changes or removes a row, the server's owner included.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;--> statement-breakpoint
CREATE TRIGGER ballot_append_only BEFORE UPDATE OR DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION refuse('ballot is append-only');--> statement-breakpoint
CREATE TRIGGER ballot_refuses_truncate BEFORE TRUNCATE ON ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse('ballot is append-only');--> statement-breakpoint
CREATE TRIGGER board_record_append_only BEFORE UPDATE OR DELETE ON board_record FOR EACH ROW EXECUTE FUNCTION refuse('board_record is append-only');--> statement-breakpoint
CREATE TRIGGER board_record_refuses_truncate BEFORE TRUNCATE ON board_record FOR EACH STATEMENT EXECUTE FUNCTION refuse('board_record is append-only');--> statement-breakpoint
CREATE TRIGGER log_leaf_append_only BEFORE UPDATE OR DELETE ON log_leaf FOR EACH ROW EXECUTE FUNCTION refuse('log_leaf is append-only');--> statement-breakpoint
CREATE TRIGGER log_leaf_refuses_truncate BEFORE TRUNCATE ON log_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse('log_leaf is append-only');--> statement-breakpoint
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION refuse('checkpoint is append-only');--> statement-breakpoint
CREATE TRIGGER checkpoint_refuses_truncate BEFORE TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse('checkpoint is append-only');--> statement-breakpoint
CREATE TRIGGER key_message_append_only BEFORE UPDATE OR DELETE ON key_message FOR EACH ROW EXECUTE FUNCTION refuse('key_message is append-only');--> statement-breakpoint
CREATE TRIGGER key_message_refuses_truncate BEFORE TRUNCATE ON key_message FOR EACH STATEMENT EXECUTE FUNCTION refuse('key_message is append-only');--> statement-breakpoint
CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION refuse('publication is append-only');--> statement-breakpoint
CREATE TRIGGER publication_refuses_truncate BEFORE TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse('publication is append-only');--> statement-breakpoint
-- The moves of a vote, as in packages/rules/src/vote-states.ts (a test compares).
CREATE TRIGGER vote_moves_only_as_listed BEFORE UPDATE OF state ON vote FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>frozen', 'frozen>ready', 'frozen>void', 'ready>open', 'ready>void', 'open>suspended', 'open>closing', 'open>void', 'suspended>open', 'suspended>closing', 'suspended>void', 'closing>closed', 'closing>void', 'closed>tallying', 'closed>void', 'tallying>counted', 'tallying>void', 'counted>confirmed', 'counted>void', 'confirmed>published')) EXECUTE FUNCTION refuse('vote: move not allowed');--> statement-breakpoint
CREATE TRIGGER vote_refuses_delete BEFORE DELETE ON vote FOR EACH ROW EXECUTE FUNCTION refuse('a vote is never deleted');--> statement-breakpoint
CREATE TRIGGER vote_frozen_stays BEFORE UPDATE ON vote FOR EACH ROW WHEN (OLD.state <> 'draft' AND (OLD.rules IS DISTINCT FROM NEW.rules OR OLD.frozen IS DISTINCT FROM NEW.frozen OR OLD.frozen_hash IS DISTINCT FROM NEW.frozen_hash OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.uuid IS DISTINCT FROM NEW.uuid OR OLD."group" IS DISTINCT FROM NEW."group")) EXECUTE FUNCTION refuse('list and rules are frozen');--> statement-breakpoint
CREATE FUNCTION candidate_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM vote WHERE id = COALESCE(OLD.vote_id, NEW.vote_id)) <> 'draft' THEN RAISE EXCEPTION 'list and rules are frozen'; END IF; RETURN COALESCE(NEW, OLD); END $$;--> statement-breakpoint
CREATE TRIGGER candidate_frozen_refuses BEFORE INSERT OR UPDATE OR DELETE ON candidate FOR EACH ROW EXECUTE FUNCTION candidate_frozen();--> statement-breakpoint
-- A ballot is taken only while its vote is open, and its fate is decided once.
CREATE FUNCTION casting_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM vote WHERE id = NEW.vote_id) <> 'open' THEN RAISE EXCEPTION 'vote is not open'; END IF; RETURN NEW; END $$;--> statement-breakpoint
CREATE TRIGGER casting_only_while_open BEFORE INSERT ON casting FOR EACH ROW EXECUTE FUNCTION casting_open();--> statement-breakpoint
CREATE TRIGGER casting_decided_once BEFORE UPDATE ON casting FOR EACH ROW WHEN (OLD.state <> 'received' OR OLD.credential IS DISTINCT FROM NEW.credential OR OLD.vote_id IS DISTINCT FROM NEW.vote_id OR OLD.ballot_hash IS DISTINCT FROM NEW.ballot_hash) EXECUTE FUNCTION refuse('casting is decided');--> statement-breakpoint
CREATE TRIGGER casting_refuses_delete BEFORE DELETE ON casting FOR EACH ROW EXECUTE FUNCTION refuse('casting is append-only');--> statement-breakpoint
-- A slip may become void and nothing else.
CREATE TRIGGER credential_only_becomes_void BEFORE UPDATE ON public_credential FOR EACH ROW WHEN (OLD.void OR OLD.uuid IS DISTINCT FROM NEW.uuid OR OLD.public_key IS DISTINCT FROM NEW.public_key) EXECUTE FUNCTION refuse('a slip may only become void');--> statement-breakpoint
CREATE TRIGGER credential_refuses_delete BEFORE DELETE ON public_credential FOR EACH ROW EXECUTE FUNCTION refuse('a slip is never deleted');
