/** Walks the stages of a recipe: what is missing is run, what is there is kept. */
package org.gristmill.spark.chain;
