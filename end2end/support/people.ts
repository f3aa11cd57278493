/** Who plays in the journeys; the demo company set knows them all. */
export const alice = 'alice@harbourline.example';
/** A contact of the same company. */
export const bruno = 'bruno@harbourline.example';
/** Of the same company, without a seat on its plan. */
export const chloe = 'chloe@harbourline.example';
/** A contact of another company, with a username. */
export const dmitri = 'dmitri';
export const grace = 'grace@portico.example';
export const hugo = 'hugo@portico.example';
/** An agent who may only read. */
export const iris = 'iris@portico.example';
export const nadia = 'nadia@portico.example';
export const jonas = 'jonas@portico.example';
/** Of a company whose tickets no journey touches. */
export const anders = 'anders@fenmoor.example';
/** Those who begin new tickets and leave them: one for each project, because all that a person has begun is offered. */
export const ewa = 'ewa@smallpier.example';
export const martin = 'martin@smallpier.example';
/** Those who arrange their columns: one for each project and file, because projects run side by side. */
export const ines = 'ines@harbourline.example';
export const olga = 'olga@harbourline.example';
export const priya = 'priya@fenmoor.example';
export const rosa = 'rosa@millrace.example';
/** Those who ask to be called back: one for each project. */
export const petra = 'petra';
export const tom = 'tom.ashby';
