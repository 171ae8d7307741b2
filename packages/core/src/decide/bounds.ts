/** The smallest object of V8's heap with a map of its own, and a slot of a store. */
export const OBJECT_BYTES = 16
export const SLOT_BYTES = 8

/** A pass is never coarser than one object in so many iterations, and one handle in so many. */
export const COARSEST_OBJECT: number = 1 / 4
export const COARSEST_HANDLE: number = 1 / 10

/** Bytes per iteration of the coarsest leak that takes one slot of a store at a time. */
export const COARSEST_SLOT_BYTES: number = SLOT_BYTES * COARSEST_OBJECT

/** Iterations of all batches, the young ones included, of which the coarsest leak would show. */
export const FEWEST_ITERATIONS = 27

/** Doublings in a row that tell: one alone may hold a step of a store, or the end of one, or agree by chance. */
export const TELLING_DOUBLINGS = 2

/** Of what was kept, the part that must be there later: a leak loses none, and buffers are swept late. */
export const STILL_HELD = 0.9

/** Bytes per iteration from which bytes alone convict where nothing else can be read: engines' own stores reached 20. */
export const CONVICTING_BYTES_PER_ITERATION = 32
