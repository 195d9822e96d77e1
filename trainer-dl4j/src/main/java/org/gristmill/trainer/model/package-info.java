/**
 * The decoder: its shape, its parameters, forward and backward, and its place in a DL4J network.
 */
package org.gristmill.trainer.model;
