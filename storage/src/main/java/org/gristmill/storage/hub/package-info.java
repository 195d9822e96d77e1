/**
 * Data sets of the Hugging Face Hub as a read-only Hadoop file system: {@code
 * hf://datasets/<organisation>/<name>[@<revision>]/<path>}.
 */
package org.gristmill.storage.hub;
