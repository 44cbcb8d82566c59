import { z } from 'zod';

/** A challenge and its solution, as JSON. */
export const proof = z.string().max(3000);

export const proofRefusals = { proof_invalid: 422, proof_expired: 409, proof_used: 409 } as const;
