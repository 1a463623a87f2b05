/** Tags of state machines and activities. */
import { checkArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { required } from '../members.ts';
import { operation } from '../operation.ts';

const resource = { resourceArn: required(kinds.arn) };

export const TagResource = operation({ ...resource, tags: required(kinds.tags) }, (input, { engine }) => {
  checkArn(input.resourceArn, 'stateMachine', 'activity');
  engine.tagResource(input);
  return {};
});

export const UntagResource = operation(
  { ...resource, tagKeys: required(kinds.tagKeys) },
  (input, { engine }) => {
    checkArn(input.resourceArn, 'stateMachine', 'activity');
    engine.untagResource(input);
    return {};
  },
);

export const ListTagsForResource = operation(resource, ({ resourceArn }, { engine }) => {
  checkArn(resourceArn, 'stateMachine', 'activity');
  return { tags: engine.listTagsForResource(resourceArn) };
});
