/** Text from a trained decoder. */
package org.gristmill.trainer.generate;
