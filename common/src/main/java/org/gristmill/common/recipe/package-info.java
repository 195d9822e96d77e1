/**
 * The recipe: one YAML file that says what to read, how to cut it, in which proportions to mix it
 * and what to train. Every key stands in {@code conf/reference.yaml}.
 */
package org.gristmill.common.recipe;
