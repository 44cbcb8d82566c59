import type { HandoverSheet } from '@piaojue/contract';

/** How a unit reaches whoever suggested it: as the office allowed, or by asking the office. */
export const contactWords = ({ contact, hasContact }: Pick<HandoverSheet, 'contact' | 'hasContact'>): string => {
  const given = contact === null ? [] : [contact.name, contact.phone, contact.email].filter((text) => text !== '');
  if (given.length > 0) return `${given.join('，')}（只用于办理这件事，不得转给他人）`;
  return hasContact ? '留有联系方式，需要联系请找政府办公室。' : '没有留下联系方式。';
};
