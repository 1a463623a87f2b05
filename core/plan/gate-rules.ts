/** Rules of the gates that need more than one field. */
import { amount, type Fields, fields, items, type Say } from './between.ts';
import { climb, runbookClimb } from './rungs.ts';
import { durationText, shareText } from './units.ts';

export function gateRules(plan: Fields, say: Say): void {
  const approvals = fields(plan['approvals']);
  for (const [name, gate] of Object.entries(approvals)) {
    escalatesInTime(name, fields(gate), say);
    namesDiffer(name, fields(gate), say);
  }
  rungsExist(fields(approvals['ramp']), rungsOf(plan), say);
}

function escalatesInTime(name: string, { within, escalate }: Fields, say: Say): void {
  const after = amount(fields(escalate)['after'], Number.NaN);
  const atMost = amount(within, Number.NaN);
  if (after >= atMost)
    say(
      ['approvals', name, 'escalate', 'after'],
      `must be less than within (${durationText(atMost)}): later, nobody could answer any more`,
    );
}

function namesDiffer(name: string, { by }: Fields, say: Say): void {
  const all = items(by).map((one) => (typeof one === 'string' ? one.toLowerCase() : one));
  for (const [index, one] of all.entries()) {
    if (all.indexOf(one) < index)
      say(['approvals', name, 'by', index], 'stands in the list already: nobody counts twice');
  }
}

function rungsExist({ at }: Fields, rungs: readonly number[], say: Say): void {
  if (rungs.length === 0) return;
  const all = items(at);
  for (const [index, percent] of all.entries()) {
    const path = ['approvals', 'ramp', 'at', index];
    if (typeof percent !== 'number') continue;
    if (all.indexOf(percent) < index) say(path, 'stands in the list already: name each rung once');
    else if (percent === rungs[0]) say(path, 'is the first rung, which the gate go-live stands before');
    else if (!rungs.includes(percent))
      say(path, `is no rung of the ramp: it has ${rungs.map(shareText).join(', ')}`);
  }
}

/** Nothing where the ramp did not parse. */
function rungsOf(plan: Fields): readonly number[] {
  const ramp = fields(plan['ramp']);
  const named = items(ramp['rungs']).filter((rung) => typeof rung === 'number');
  if (ramp['rungs'] !== undefined) return named;
  const start = amount(ramp['start'], amount(fields(plan['canary'])['percent'], runbookClimb.start));
  const end = amount(ramp['end'], runbookClimb.end);
  const step = amount(ramp['step'], runbookClimb.step);
  return start <= end && step > 0 ? climb({ start, end, step }) : [];
}
