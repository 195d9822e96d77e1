/** From rows of tokens to the batches of a step. */
package org.gristmill.trainer.data;
