/** Packed rows: Arrow shards, and one way to read rows whether they were written or not. */
package org.gristmill.tokenization.shard;
