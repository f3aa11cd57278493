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
/** Who begins new tickets and leaves them; another contact of the same company. */
export const ewa = 'ewa@smallpier.example';
export const martin = 'martin@smallpier.example';
/** Those who arrange their columns: one for each file. */
export const ines = 'ines@harbourline.example';
export const priya = 'priya@fenmoor.example';
export const olga = 'olga@harbourline.example';
export const rosa = 'rosa@millrace.example';
/** Who asks to be called back. */
export const petra = 'petra';
