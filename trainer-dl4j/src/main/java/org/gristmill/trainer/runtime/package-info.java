/**
 * What must be settled before native code loads: the BLAS core type, its threads, memory limits.
 */
package org.gristmill.trainer.runtime;
