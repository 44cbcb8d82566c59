-- Board, ballots, log, key messages and publications are append-only: nobody changes or removes a row, the server's owner included.
CREATE TRIGGER ballot_refuses_update BEFORE UPDATE ON ballot BEGIN SELECT RAISE(ABORT, 'ballot is append-only'); END;--> statement-breakpoint
CREATE TRIGGER ballot_refuses_delete BEFORE DELETE ON ballot BEGIN SELECT RAISE(ABORT, 'ballot is append-only'); END;--> statement-breakpoint
CREATE TRIGGER board_record_refuses_update BEFORE UPDATE ON board_record BEGIN SELECT RAISE(ABORT, 'board_record is append-only'); END;--> statement-breakpoint
CREATE TRIGGER board_record_refuses_delete BEFORE DELETE ON board_record BEGIN SELECT RAISE(ABORT, 'board_record is append-only'); END;--> statement-breakpoint
CREATE TRIGGER log_leaf_refuses_update BEFORE UPDATE ON log_leaf BEGIN SELECT RAISE(ABORT, 'log_leaf is append-only'); END;--> statement-breakpoint
CREATE TRIGGER log_leaf_refuses_delete BEFORE DELETE ON log_leaf BEGIN SELECT RAISE(ABORT, 'log_leaf is append-only'); END;--> statement-breakpoint
CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;--> statement-breakpoint
CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;--> statement-breakpoint
CREATE TRIGGER key_message_refuses_update BEFORE UPDATE ON key_message BEGIN SELECT RAISE(ABORT, 'key_message is append-only'); END;--> statement-breakpoint
CREATE TRIGGER key_message_refuses_delete BEFORE DELETE ON key_message BEGIN SELECT RAISE(ABORT, 'key_message is append-only'); END;--> statement-breakpoint
CREATE TRIGGER publication_refuses_update BEFORE UPDATE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;--> statement-breakpoint
CREATE TRIGGER publication_refuses_delete BEFORE DELETE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;--> statement-breakpoint
-- The moves of a vote, as in packages/rules/src/vote-states.ts (a test compares).
CREATE TRIGGER vote_moves_only_as_listed BEFORE UPDATE OF state ON vote WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>frozen', 'frozen>ready', 'frozen>void', 'ready>open', 'ready>void', 'open>suspended', 'open>closing', 'open>void', 'suspended>open', 'suspended>closing', 'suspended>void', 'closing>closed', 'closing>void', 'closed>tallying', 'closed>void', 'tallying>counted', 'tallying>void', 'counted>confirmed', 'counted>void', 'confirmed>published') BEGIN SELECT RAISE(ABORT, 'vote: move not allowed'); END;--> statement-breakpoint
CREATE TRIGGER vote_refuses_delete BEFORE DELETE ON vote BEGIN SELECT RAISE(ABORT, 'a vote is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER vote_frozen_stays BEFORE UPDATE OF rules, frozen, frozen_hash, kind, uuid, "group" ON vote WHEN OLD.state <> 'draft' AND (OLD.rules IS NOT NEW.rules OR OLD.frozen IS NOT NEW.frozen OR OLD.frozen_hash IS NOT NEW.frozen_hash OR OLD.kind IS NOT NEW.kind OR OLD.uuid IS NOT NEW.uuid OR OLD."group" IS NOT NEW."group") BEGIN SELECT RAISE(ABORT, 'list and rules are frozen'); END;--> statement-breakpoint
CREATE TRIGGER candidate_frozen_refuses_insert BEFORE INSERT ON candidate WHEN (SELECT state FROM vote WHERE id = NEW.vote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'list and rules are frozen'); END;--> statement-breakpoint
CREATE TRIGGER candidate_frozen_refuses_update BEFORE UPDATE ON candidate WHEN (SELECT state FROM vote WHERE id = OLD.vote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'list and rules are frozen'); END;--> statement-breakpoint
CREATE TRIGGER candidate_frozen_refuses_delete BEFORE DELETE ON candidate WHEN (SELECT state FROM vote WHERE id = OLD.vote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'list and rules are frozen'); END;--> statement-breakpoint
-- A ballot is taken only while its vote is open, and its fate is decided once.
CREATE TRIGGER casting_only_while_open BEFORE INSERT ON casting WHEN (SELECT state FROM vote WHERE id = NEW.vote_id) <> 'open' BEGIN SELECT RAISE(ABORT, 'vote is not open'); END;--> statement-breakpoint
CREATE TRIGGER casting_decided_once BEFORE UPDATE ON casting WHEN OLD.state <> 'received' OR OLD.credential IS NOT NEW.credential OR OLD.vote_id IS NOT NEW.vote_id OR OLD.ballot_hash IS NOT NEW.ballot_hash BEGIN SELECT RAISE(ABORT, 'casting is decided'); END;--> statement-breakpoint
CREATE TRIGGER casting_refuses_delete BEFORE DELETE ON casting BEGIN SELECT RAISE(ABORT, 'casting is append-only'); END;--> statement-breakpoint
-- A slip may become void and nothing else.
CREATE TRIGGER credential_only_becomes_void BEFORE UPDATE ON public_credential WHEN OLD.void <> 0 OR OLD.uuid IS NOT NEW.uuid OR OLD.public_key IS NOT NEW.public_key BEGIN SELECT RAISE(ABORT, 'a slip may only become void'); END;--> statement-breakpoint
CREATE TRIGGER credential_refuses_delete BEFORE DELETE ON public_credential BEGIN SELECT RAISE(ABORT, 'a slip is never deleted'); END;
