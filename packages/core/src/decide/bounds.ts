/** The smallest object of V8's heap with a map of its own, and a slot of a store. */
export const OBJECT_BYTES = 16
export const SLOT_BYTES = 8

/** A pass is never coarser than one object in so many iterations, and one handle in so many. */
export const COARSEST_OBJECT: number = 1 / 4
export const COARSEST_HANDLE: number = 1 / 10

/** Bytes per iteration of the coarsest leak that takes one slot of a store at a time. */
export const COARSEST_SLOT_BYTES: number = SLOT_BYTES * COARSEST_OBJECT

/** So many more than were seen may have been kept by chance (Poisson, 95 % where none was seen). */
export const BY_CHANCE = 3

/** Of the batches, the part that kept least bounds a leak at least, for it is in every one. */
export const QUIET_SHARE = 0.5

/** Iterations of all batches, the young ones included, in which the coarsest leak of handles would show twice, and that of objects by chance. */
export const FEWEST_ITERATIONS = 20

/** Iterations in which the coarsest leak of objects would show beside what is in flight. */
export const SURE_ITERATIONS = 27

/** Doublings in a row that tell: one alone may hold a step of a store, or the end of one, or agree by chance. */
export const TELLING_DOUBLINGS = 2

/** Of what was kept, the part that must be there later: a leak loses none, and buffers are swept late. */
export const STILL_HELD = 0.9

/** Bytes per iteration from which bytes alone convict where nothing else can be read: engines' own stores reached 20. */
export const CONVICTING_BYTES_PER_ITERATION = 32

/** The part of the iterations so far that a batch between two counts has. */
export const BATCH_SHARE: number = 1 / 8

/** The part of the time that is left which such batches may take. */
export const BATCHES_SHARE = 0.4

/** Lengths of those batches, in those of the first: what is emptied after every thousand gains unevenly over them. */
export const VARIED: readonly number[] = [1, 0.8, 1.3, 0.9, 1.1]

/** The part of what all iterations would have put into a store that it must hold: one that is emptied now and then does not. */
export const HELD_SHARE = 0.5

/** Of the allowed iterations, the part that the gate may use where one more doubling is cheap. */
export const CHEAP_ITERATIONS_SHARE = 0.7

/** The part of the time limit that filling a cache may take. */
export const FILLING_SHARE = 0.12

/** The part of the time limit by which counts must have ended. */
export const COUNTED_SHARE = 0.85
