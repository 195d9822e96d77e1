package org.gristmill.common.store;

/**
 * What a listing knows about one file.
 *
 * @param path path below the store's root, names separated by {@code /}
 * @param bytes length
 * @param modifiedMillis last change in milliseconds since 1970 UTC, as the file system reports it;
 *     serves caches only, never results
 */
public record FileInfo(String path, long bytes, long modifiedMillis) {}
