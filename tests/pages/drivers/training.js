// Trains as the page of TrainingExplorer does, and reports what JSON can carry.

import { edgesOf } from "../training_explorer/edges.js";
import { chosenExamples, pixelsOf, textOf } from "../training_explorer/examples.js";
import { KernelTask, furthestOff, largestRate, mapOf, steepest } from "../training_explorer/kernel.js";
import { NetworkTask } from "../training_explorer/network.js";
import { Random } from "../training_explorer/random.js";
import { Trainer } from "../training_explorer/trainer.js";
import { cellText, rounded } from "../training_explorer/words.js";

// Take steps; `settings` has [rate, momentum, batch] for each. Returns what was known before each step, and the end.
function train(trainer, seed, settings) {
  const steps = settings.map(([rate, momentum, batch]) => {
    trainer.choose(seed, batch);
    trainer.look();
    const [from, to] = trainer.places();
    const found = { loss: trainer.loss, slopes: [...trainer.slopes], full: trainer.fullSlope(), looked: [...trainer.order.slice(from, to)] };
    trainer.step(rate, momentum);
    return found;
  });
  const { weights, velocity, losses, seen } = trainer.moment();
  return { steps, weights: [...weights], velocity: [...velocity], losses: [...losses], seen };
}

/** Train a kernel. With `brief`, only the losses and what does not depend on the steps are reported. */
export function kernel({ image, columns, size, hidden, target, start, seed, settings, brief = false }) {
  const [pixels, kernelSize] = [Float64Array.from(image), { rows: size[0], columns: size[1] }];
  const goal = target ? Float64Array.from(target) : mapOf(pixels, columns, kernelSize, Float64Array.from(hidden));
  const task = new KernelTask(pixels, columns, kernelSize, goal);
  const trainer = new Trainer(task, settings.length);
  trainer.startFrom(start);
  const found = train(trainer, seed, settings);
  const steepness = steepest(task);
  if (brief) found.steps = [];
  return { ...found, target: [...goal], limits: [0, 0.5, 0.9].map((momentum) => largestRate(steepness, momentum)),
    off: hidden ? furthestOff(trainer.weights, hidden) : null };
}

/** Train a network; with `brief` only the ends are reported. `image` is the one whose probabilities are asked for at the end. */
export function network({ filters, side, classes, images, labels, examples, start, seed, settings, image, brief = false }) {
  const task = new NetworkTask({ filters, side, classes, images: Uint8Array.from(images), labels: Uint8Array.from(labels), examples });
  const trainer = new Trainer(task, settings.length);
  trainer.startFrom(start);
  const found = train(trainer, seed, settings);
  if (brief) found.steps = found.steps.slice(-1);
  const learned = task.judge(trainer.weights, 0, examples);
  const judged = task.judge(trainer.weights, examples, labels.length);
  task.forward(trainer.weights, image, true);
  return { ...found, chances: [...task.chances], sums: task.blocks.map(({ sums }) => [...sums]), learned, judged };
}

/** The edges of a network with these weights, layer by layer. */
export function edges({ filters, side, classes, images, labels, examples, start }) {
  const task = new NetworkTask({ filters, side, classes, images: Uint8Array.from(images), labels: Uint8Array.from(labels), examples });
  return edgesOf(task, Float64Array.from(start)).map(({ from, to, sizes, means, largest }) => ({ from, to, sizes: [...sizes], means: [...means], largest }));
}

/** A training that is put away after some steps, changed, and brought back: its losses with and without. */
export function broughtBack({ image, columns, hidden, seed, settings, at }) {
  const pixels = Float64Array.from(image);
  const size = { rows: 3, columns: 3 };
  const trainer = new Trainer(new KernelTask(pixels, columns, size, mapOf(pixels, columns, size, hidden)), 2 * settings.length);
  trainer.startFrom(new Float64Array(9));
  train(trainer, seed, settings.slice(0, at));
  const moment = trainer.moment();
  const without = train(trainer, seed, settings.slice(at));
  trainer.startFrom(new Float64Array(9).fill(5));
  train(trainer, seed, settings);
  trainer.goTo(moment);
  return [without, train(trainer, seed, settings.slice(at))];
}

/** Random numbers: some of each kind. */
export function random(seeds, count) {
  const found = new Random(...seeds);
  const order = new Int32Array(count).fill(-1); // as left by an earlier epoch: its numbers must not stay
  const numbers = Array.from({ length: count }, () => found.normal());
  found.shuffle(order);
  return { numbers, order: [...order] };
}

/** The examples of a training, as plain lists. */
export function chosen({ images, labels, ...all }, learn, own, shown) {
  const found = chosenExamples({ ...all, images: Uint8Array.from(images), labels: Uint8Array.from(labels) }, learn, own, shown);
  return { ...found, images: [...found.images], labels: [...found.labels] };
}

/** A drawing as text, and what comes back of it. */
export function there(pixels) {
  const text = textOf(Uint8Array.from(pixels));
  return { text, back: [...pixelsOf({ pixels: text })] };
}

/** How numbers beyond all bounds are written, in a sentence and in a cell: JSON cannot carry them. */
export function beyond() {
  return [Infinity, -Infinity, NaN].map((value) => [rounded(value), cellText(value)]);
}

/** The parts of a network's weights. */
export function parts({ filters, side, classes }) {
  return new NetworkTask({ filters, side, classes, images: new Uint8Array(0), labels: new Uint8Array(0), examples: 0 }).parts();
}

/** A trainer with these examples, of which `right` knows how many the last step got right; after each step what it knows. */
export function watched({ filters, side, classes, images, labels, examples, start, seed, settings }) {
  const task = new NetworkTask({ filters, side, classes, images: Uint8Array.from(images), labels: Uint8Array.from(labels), examples });
  const trainer = new Trainer(task, settings.length);
  trainer.startFrom(start);
  return settings.map(([rate, momentum, batch]) => {
    trainer.choose(seed, batch);
    trainer.look();
    const [from, to] = trainer.places();
    const found = { epoch: trainer.epoch, seen: trainer.seen, right: task.right, looked: [...trainer.order.slice(from, to)],
      slopes: [...trainer.slopes], fullOfFew: trainer.fullSlope(9), weights: [...trainer.weights] };
    trainer.step(rate, momentum);
    return found;
  });
}

/** What a trainer knows after some steps, once it has started anew from other weights. */
export function startedAnew({ image, columns, hidden, seed, settings }) {
  const pixels = Float64Array.from(image);
  const size = { rows: 3, columns: 3 };
  const make = () => new Trainer(new KernelTask(pixels, columns, size, mapOf(pixels, columns, size, hidden)), settings.length);
  const [used, fresh] = [make(), make()];
  used.startFrom(new Float64Array(9).fill(5));
  train(used, seed, settings);
  return [used, fresh].map((trainer) => {
    trainer.startFrom(new Float64Array(9).fill(1));
    return train(trainer, seed, settings);
  });
}

/**
 * Train two numbers, whose loss is half the sum of their squares, step by step: each of `steps` is the name of a trainer's
 * method and its arguments. Returns what the trainer knows before the first step and after each one; `measured` lists the
 * examples of each call of `measure` since then.
 */
export function watchedTrainer(examples, most, steps) {
  let measured = [];
  const measure = (weights, order, from, to, slopes) => {
    measured.push([...order.slice(from, to)]);
    slopes.set(weights);
    return (weights[0] ** 2 + weights[1] ** 2) / 2;
  };
  const trainer = new Trainer({ size: 2, examples, measure }, most);
  const known = () => {
    const found = { measured, loss: trainer.loss, losses: [...trainer.losses], steps: trainer.steps, seen: trainer.seen,
      epoch: trainer.epoch, places: trainer.places(), full: trainer.fullSlope(), weights: [...trainer.weights] };
    measured = [];
    return found;
  };
  return [known(), ...steps.map(([method, ...given]) => {
    trainer[method](...given);
    return known();
  })];
}
