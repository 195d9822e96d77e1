package org.gristmill.common.recipe;

import org.gristmill.common.config.Default;

/**
 * Removal of duplicates.
 *
 * @param exact whether only one of the documents with equal text is kept; default true
 */
public record DedupOptions(@Default("true") boolean exact) {}
