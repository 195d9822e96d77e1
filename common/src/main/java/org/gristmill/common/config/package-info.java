/**
 * Strict configuration: YAML or JSON text into a tree that knows its lines, the tree into records,
 * records into canonical JSON.
 */
package org.gristmill.common.config;
