import { z } from 'zod';
import type { ProposalState } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { yearText } from '../fields.js';

export const proposalLine = z.object({
  id: z.string(),
  unit: z.string(),
  name: z.string(),
  state: z.custom<ProposalState>(),
});

/** A unit sees its own; the government office, the clerk and the auditor see what was submitted. */
export const listProposals = endpoint('list_proposals', {
  method: 'GET',
  path: '/years/:year/proposals',
  roles: ['unit', 'gov_office', 'clerk', 'auditor'],
  params: z.strictObject({ year: yearText }),
  reply: z.object({ proposals: z.array(proposalLine) }),
});
