/** The least machine that keeps every rule, to plant one defect in. */

const comment = 'Why this state exists, in one sentence.';
const run = (key: string) => ({
  Type: 'Task',
  Comment: comment,
  Resource: { 'Fn::GetAtt': [key, 'Arn'] },
  TimeoutSeconds: 30,
});
const catching = (Next: string) => [
  { ErrorEquals: ['States.ALL'], Assign: { error: '{% $states.errorOutput %}' }, Next },
];

export function smallMachine() {
  return {
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Comment: comment,
        Assign: { cutover: '{% $states.context.Execution.Name %}' },
        Next: 'Take snapshot',
      },
      'Take snapshot': {
        ...run('takeSnapshot'),
        Arguments: { cutover: '{% $cutover %}' },
        Assign: { snapshot: '{% $states.result %}' },
        Catch: catching('Refused'),
        Next: 'Open door',
      },
      'Open door': { ...run('openDoor'), Catch: catching('Roll back'), Next: 'Release' },
      Release: {
        Type: 'Parallel',
        Comment: comment,
        Catch: catching('Roll back'),
        Next: 'Promote',
        Branches: [
          {
            StartAt: 'Judge rung',
            States: {
              'Judge rung': {
                ...run('judgeRung'),
                Arguments: { cutover: '{% $cutover %}' },
                Assign: { rung: '{% $states.result.rung %}' },
                Retry: [{ ErrorEquals: ['CloudBusy', 'States.Timeout'], MaxAttempts: 4 }],
                Next: 'What next?',
              },
              'What next?': {
                Type: 'Choice',
                Comment: comment,
                Choices: [{ Condition: "{% $rung = 'done' %}", Next: 'Done' }],
                Default: 'Rung failed',
              },
              Done: { Type: 'Succeed', Comment: comment },
              'Rung failed': { Type: 'Fail', Comment: comment, Cause: '{% $string($rung) %}' },
            },
          },
        ],
      },
      Promote: { ...run('promote'), Catch: catching('Call a person'), Next: 'Live' },
      'Roll back': {
        ...run('rollBack'),
        Arguments: { snapshot: '{% $snapshot %}', error: '{% $error %}' },
        Retry: [{ ErrorEquals: ['CloudBusy'], MaxAttempts: 10 }],
        Catch: catching('Call a person'),
        Next: 'Back on stable',
      },
      'Call a person': {
        ...run('callPerson'),
        Arguments: { error: '{% $error %}' },
        Catch: catching('Is anything begun?'),
        Next: 'Is anything begun?',
      },
      'Is anything begun?': {
        Type: 'Choice',
        Comment: comment,
        Choices: [{ Condition: '{% true %}', Next: 'Needs a person' }],
        Default: 'Needs a person',
      },
      Live: { Type: 'Succeed', Comment: comment },
      'Back on stable': { Type: 'Fail', Comment: comment },
      Refused: { Type: 'Fail', Comment: comment },
      'Needs a person': { Type: 'Fail', Comment: comment },
    },
  };
}
