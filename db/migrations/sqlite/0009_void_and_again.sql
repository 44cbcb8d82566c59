DROP INDEX `vote_revote_once`;--> statement-breakpoint
ALTER TABLE `vote` ADD `repeats_vote_id` text;--> statement-breakpoint
ALTER TABLE `vote` ADD `void_reason` text;--> statement-breakpoint
CREATE UNIQUE INDEX `vote_repeat_once` ON `vote` (`repeats_vote_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `vote_revote_once` ON `vote` (`previous_vote_id`) WHERE state <> 'void';--> statement-breakpoint
-- A draft may be discarded; all other moves as before.
DROP TRIGGER vote_moves_only_as_listed;--> statement-breakpoint
CREATE TRIGGER vote_moves_only_as_listed BEFORE UPDATE OF state ON vote WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>void', 'draft>frozen', 'frozen>ready', 'frozen>void', 'ready>open', 'ready>void', 'open>suspended', 'open>closing', 'open>void', 'suspended>open', 'suspended>closing', 'suspended>void', 'closing>closed', 'closing>void', 'closed>tallying', 'closed>void', 'tallying>counted', 'tallying>void', 'counted>confirmed', 'counted>void', 'confirmed>published') BEGIN SELECT RAISE(ABORT, 'vote: move not allowed'); END;--> statement-breakpoint
-- What a vote holds again stays as its name does.
DROP TRIGGER vote_frozen_name_stays;--> statement-breakpoint
CREATE TRIGGER vote_frozen_name_stays BEFORE UPDATE OF title, round, sitting_id, previous_vote_id, repeats_vote_id, revote_uuids, created_at ON vote WHEN OLD.state <> 'draft' AND (OLD.title IS NOT NEW.title OR OLD.round IS NOT NEW.round OR OLD.sitting_id IS NOT NEW.sitting_id OR OLD.previous_vote_id IS NOT NEW.previous_vote_id OR OLD.repeats_vote_id IS NOT NEW.repeats_vote_id OR OLD.revote_uuids IS NOT NEW.revote_uuids OR OLD.created_at IS NOT NEW.created_at) BEGIN SELECT RAISE(ABORT, 'list and rules are frozen'); END;
