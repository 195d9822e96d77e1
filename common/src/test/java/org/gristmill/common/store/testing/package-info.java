/** Stores that fail on purpose, and the contract every store is tested against. */
package org.gristmill.common.store.testing;
