/** The case of a seed: a pure function of the seed, the base and the calls that our functions may make. */
import { parsePlan } from '../../core/plan/parse.ts';
import { Random } from '../random.ts';
import { happens } from './chances.ts';
import { drawAnother } from './draw-another.ts';
import { drawAnswers, noAnswers } from './draw-answers.ts';
import { drawFaults } from './draw-faults.ts';
import { timesOf } from './draw-moment.ts';
import { drawPlan } from './draw-plan.ts';
import { drawProduction } from './draw-production.ts';
import { drawTurns, drawWeather } from './draw-weather.ts';
import { type Base, caseOf, type Recipe } from './recipe.ts';

export function draw(base: Base, seed: number): Recipe {
  const random = new Random(`sweep ${seed}`);
  const plan = base.drawsPlan ? drawPlan(random.fork('plan')) : {};
  const production = base.drawsWeather ? drawProduction(random.fork('production'), base.drawsPlan) : {};
  const weather = base.drawsWeather ? drawWeather(random.fork('weather')) : {};
  const calm: Recipe = { seed, plan, production, weather, when: [] };
  const parsed = parsePlan(caseOf(base, calm).plan);
  if ('problems' in parsed)
    throw new Error(`seed ${seed} draws a plan with a problem: ${JSON.stringify(parsed.problems[0])}`);
  const times = timesOf(parsed.plan);
  const faults = drawFaults(random.fork('faults'), times, seed);
  const turns = base.drawsWeather && !faults.isAlone ? drawTurns(random.fork('turns'), times) : [];
  const asks = base.drawsPlan && base.drawsWeather && !faults.isAlone && happens(random.fork('asks'), 0.4);
  const answers = asks ? drawAnswers(random.fork('answers'), times) : noAnswers;
  const isTwo = !faults.isAlone && happens(random.fork('two'), 0.08);
  const another = isTwo ? drawAnother(random.fork('another'), times, faults.when) : [];
  // Somebody's own plan says where its target is, and a fault's way cannot change that.
  const way = base.drawsPlan ? faults : { production: {}, plan: {} };
  return {
    ...calm,
    plan: { ...plan, ...answers.plan, ...way.plan },
    production: { ...production, ...way.production },
    weather: { ...(faults.isAlone ? {} : weather), ...answers.weather, ...faults.weather },
    when: [...turns, ...answers.when, ...faults.when, ...another],
  };
}
