/** What CreateStateMachine refuses in a state beyond what its compiler notices. */

import type { Compilation, Definition } from '../compile.ts';
import { isRecord } from '../document.ts';
import type { MachineType } from '../graph.ts';
import { checkErrorLists } from './error-lists.ts';
import { fieldProblem } from './fields.ts';
import { resourceProblem } from './resources.ts';
import {
  checkEither,
  checkOne,
  checkSeconds,
  checkText,
  checkWhole,
  missing,
  type Report,
} from './values.ts';

type Check = (definition: Definition, report: Report, machineType: MachineType) => void;

const CHECKS: Readonly<Record<string, Check>> = {
  Task(definition, report, machineType) {
    const { Resource: resource, Credentials: credentials } = definition;
    if (resource === undefined) report(missing('Resource'));
    else if (typeof resource !== 'string') report('Expected value of type String', 'Resource');
    else {
      const problem = resourceProblem(resource, machineType);
      if (problem !== undefined) report(problem, 'Resource');
    }
    if (isRecord(credentials) && !('RoleArn' in credentials) && !('RoleArn.$' in credentials)) {
      report(missing('RoleArn'), 'Credentials');
    }
    checkSeconds(definition, report);
  },
  Choice(definition, report) {
    const { Choices: choices } = definition;
    if (choices === undefined) report(missing('Choices'));
    else if (!Array.isArray(choices) || choices.length === 0) {
      report('Choices must be a non-empty array of rules', 'Choices');
    }
    checkText(definition, 'Default', report);
  },
  Wait(definition, report) {
    checkOne(definition, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'], report);
    checkWhole(definition, 'Seconds', { min: 0, max: 99_999_999 }, report);
  },
  Fail(definition, report) {
    for (const field of ['Error', 'Cause']) {
      checkEither(definition, field, report);
      checkText(definition, field, report);
    }
  },
  Parallel(definition, report) {
    const { Branches: branches } = definition;
    if (branches === undefined) report(missing('Branches'));
    else if (!Array.isArray(branches) || branches.length === 0) {
      report('Branches must be a non-empty array', 'Branches');
    }
  },
  Map(definition, report) {
    checkOne(definition, ['ItemProcessor', 'Iterator'], report);
    if ('ItemSelector' in definition && 'Parameters' in definition) {
      report("You can only specify one of the fields 'ItemSelector' and 'Parameters'");
    }
    const limits = {
      MaxConcurrency: Number.MAX_SAFE_INTEGER,
      ToleratedFailureCount: Number.MAX_SAFE_INTEGER,
    };
    for (const [field, max] of Object.entries(limits)) {
      checkWhole(definition, field, { min: 0, max }, report);
      checkEither(definition, field, report);
    }
    checkEither(definition, 'ToleratedFailurePercentage', report);
    checkPercentage(definition, report);
  },
};

export function checkState(
  definition: Definition,
  type: string,
  machineType: MachineType,
  { dialect, at, problem }: Compilation,
): void {
  const report: Report = (message, field) => {
    problem(message, field === undefined ? at : `${at}/${field}`);
  };
  for (const field of Object.keys(definition)) {
    const wrong = fieldProblem(type, field, dialect.language);
    if (wrong !== undefined) report(wrong);
  }
  checkErrorLists(definition, dialect.language, (message, place) => {
    problem(message, `${at}${place}`);
  });
  CHECKS[type]?.(definition, report, machineType);
  for (const field of ['InputPath', 'OutputPath', 'ResultPath']) {
    if (definition[field] !== null) checkText(definition, field, report);
  }
  checkAssigned(definition['Assign'], report);
  if (type !== 'Choice' && type !== 'Succeed' && type !== 'Fail') checkWayOut(definition, report);
}

function checkWayOut({ Next: next, End: end }: Definition, report: Report): void {
  if (next === undefined && end !== true) report("The field 'Next' or 'End' is required but was missing");
  else if (next !== undefined && end === true) report("Only one of the fields 'Next' and 'End' is allowed");
  else if (next !== undefined && typeof next !== 'string') report('Expected value of type String', 'Next');
}

function checkPercentage({ ToleratedFailurePercentage: value }: Definition, report: Report): void {
  if (typeof value === 'number' && (value < 0 || value > 100)) {
    report('ToleratedFailurePercentage must be between 0 and 100', 'ToleratedFailurePercentage');
  }
}

const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}(?:\.\$)?$/u;

function checkAssigned(assign: unknown, report: Report): void {
  if (assign === undefined || typeof assign === 'string') return;
  if (!isRecord(assign)) {
    report('Expected value of type Object', 'Assign');
    return;
  }
  for (const name of Object.keys(assign)) {
    if (name === 'states' || name === 'states.$') report("The variable name 'states' is reserved", 'Assign');
    else if (!VARIABLE.test(name)) report(`Invalid variable name '${name}'`, 'Assign');
  }
}
