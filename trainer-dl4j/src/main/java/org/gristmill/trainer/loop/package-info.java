/** The training loop: schedule of steps, losses per stratum, checkpoints, resume. */
package org.gristmill.trainer.loop;
