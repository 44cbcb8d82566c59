ALTER TABLE `proposal` ADD `carried_from` text;--> statement-breakpoint
ALTER TABLE `proposal` ADD `given_by` text REFERENCES account(id);--> statement-breakpoint
CREATE UNIQUE INDEX `proposal_carried_once` ON `proposal` (`carried_from`,`year`);--> statement-breakpoint
CREATE INDEX `proposal_by_state` ON `proposal` (`state`,`year`);--> statement-breakpoint
ALTER TABLE `suggestion` ADD `carried_from` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `suggestion_carried_once` ON `suggestion` (`carried_from`,`year`);--> statement-breakpoint
-- By hand: where something was taken up from is said at its birth.
CREATE TRIGGER suggestion_carried_stays BEFORE UPDATE OF carried_from ON suggestion WHEN OLD.carried_from IS NOT NEW.carried_from BEGIN SELECT RAISE(ABORT, 'suggestion stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER proposal_carried_stays BEFORE UPDATE OF carried_from ON proposal WHEN OLD.carried_from IS NOT NEW.carried_from BEGIN SELECT RAISE(ABORT, 'proposal stays as it is'); END;
