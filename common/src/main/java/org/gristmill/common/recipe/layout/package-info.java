/**
 * Layouts of published corpora, one class each, found by name. Another one is a class that
 * implements {@link org.gristmill.common.recipe.layout.Layout} and a line in {@link
 * org.gristmill.common.recipe.layout.Layouts}.
 */
package org.gristmill.common.recipe.layout;
