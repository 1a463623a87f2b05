/** T: when users are to meet the canary. What stands before the release begins half an hour earlier. */
import * as z from 'zod';

const error = 'must be a date and a time with its zone, such as 2026-12-01T22:00:00Z';

export const startAt = z.iso.datetime({ offset: true, error }).optional().meta({
  description:
    'T: the release waits for it, and the checklist and staging begin 30 minutes before. Absent: at once.',
});
