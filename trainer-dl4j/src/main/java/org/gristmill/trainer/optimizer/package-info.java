/** AdamW, Muon and the learning-rate schedule, in the forms DL4J asks for. */
package org.gristmill.trainer.optimizer;
