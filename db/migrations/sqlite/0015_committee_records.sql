CREATE TABLE `committee_record` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`kind` text NOT NULL,
	`decision` text NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at` text NOT NULL,
	`candidates` text,
	`candidates_hash` text,
	`corrected_by` text,
	`corrected_at` text,
	`reason` text NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`corrected_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "committee_record_kind_known" CHECK("committee_record"."kind" in ('not_carried', 'corrected')),
	CONSTRAINT "committee_record_corrected_by" CHECK(("committee_record"."kind" = 'corrected') = ("committee_record"."corrected_by" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `committee_record_by_year` ON `committee_record` (`year`,`decided_at`);--> statement-breakpoint
CREATE TABLE `showing` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`kind` text NOT NULL,
	`shown` integer NOT NULL,
	`refs` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "showing_kind_known" CHECK("showing"."kind" in ('suggestion', 'comment'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `showing_by_time` ON `showing` (`at`);--> statement-breakpoint
ALTER TABLE `public_comment` ADD `erased_at` text;--> statement-breakpoint
-- By hand: one step back for a decision that was recorded wrongly, as long as it is not public; what was recorded stays.
DROP TRIGGER proposal_moves_only_as_listed;--> statement-breakpoint
CREATE TRIGGER proposal_moves_only_as_listed BEFORE UPDATE OF state ON proposal WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>submitted', 'draft>withdrawn', 'submitted>returned', 'submitted>shortlisted', 'submitted>rejected', 'submitted>withdrawn', 'returned>submitted', 'returned>withdrawn', 'shortlisted>submitted', 'shortlisted>listed', 'shortlisted>rejected', 'shortlisted>withdrawn', 'rejected>submitted', 'listed>returned', 'listed>candidate', 'listed>reserve', 'listed>withdrawn', 'candidate>listed', 'reserve>listed', 'withdrawn>draft') BEGIN SELECT RAISE(ABORT, 'proposal: move not allowed'); END;--> statement-breakpoint
DROP TRIGGER year_moves_only_as_listed;--> statement-breakpoint
CREATE TRIGGER year_moves_only_as_listed BEFORE UPDATE OF state ON year WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('prepare>collect', 'collect>screen', 'screen>standing_committee_review', 'standing_committee_review>candidates_fixed', 'candidates_fixed>standing_committee_review', 'candidates_fixed>review_in_session', 'review_in_session>ballot', 'ballot>published', 'published>assigned', 'assigned>carry_out', 'carry_out>change', 'carry_out>appraisal', 'change>carry_out', 'appraisal>archived') BEGIN SELECT RAISE(ABORT, 'year: move not allowed'); END;--> statement-breakpoint
DROP TRIGGER year_list_decided_stays;--> statement-breakpoint
CREATE TRIGGER year_list_decided_stays BEFORE UPDATE ON year_list WHEN OLD.decided_at IS NOT NULL AND (OLD.decision IS NOT NEW.decision OR OLD.decided_at IS NOT NEW.decided_at OR OLD.candidates IS NOT NEW.candidates OR OLD.candidates_hash IS NOT NEW.candidates_hash) AND (NEW.decided_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM committee_record r WHERE r.year = OLD.year AND r.kind = 'corrected' AND r.decided_at = OLD.decided_at AND r.candidates_hash = OLD.candidates_hash) OR EXISTS (SELECT 1 FROM disclosure d WHERE d.year = OLD.year AND d.kind = 'candidates' AND d.published_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'year_list stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER committee_record_refuses_update BEFORE UPDATE ON committee_record BEGIN SELECT RAISE(ABORT, 'committee_record is append-only'); END;--> statement-breakpoint
CREATE TRIGGER committee_record_refuses_delete BEFORE DELETE ON committee_record BEGIN SELECT RAISE(ABORT, 'committee_record is append-only'); END;--> statement-breakpoint
CREATE TRIGGER showing_refuses_update BEFORE UPDATE ON showing BEGIN SELECT RAISE(ABORT, 'showing is append-only'); END;--> statement-breakpoint
CREATE TRIGGER showing_refuses_delete BEFORE DELETE ON showing BEGIN SELECT RAISE(ABORT, 'showing is append-only'); END;