/**
 * Arithmetic of the decoder on off-heap memory: matrix products through BLAS, everything else fused
 * and in Java, once with plain loops and once with the Vector API.
 */
package org.gristmill.trainer.kernels;
