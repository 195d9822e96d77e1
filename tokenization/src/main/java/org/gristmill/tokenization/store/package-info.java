/**
 * The token store: Megatron parts in key order, runs of parts, and the line of a stratum's
 * documents.
 */
package org.gristmill.tokenization.store;
