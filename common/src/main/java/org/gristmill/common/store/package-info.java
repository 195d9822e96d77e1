/** Files on any file system: atomic checksummed writes, positional reads, sorted listings. */
package org.gristmill.common.store;
