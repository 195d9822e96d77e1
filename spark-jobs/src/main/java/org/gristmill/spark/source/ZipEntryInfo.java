package org.gristmill.spark.source;

/**
 * One line of a zip file's central directory.
 *
 * @param name path in the archive
 * @param method 0 stored, 8 deflated
 * @param encrypted whether the content is encrypted
 * @param crc CRC-32 of the content
 * @param compressedBytes length in the archive
 * @param bytes length of the content
 * @param headerOffset where the entry's local header starts
 */
record ZipEntryInfo(
    String name,
    int method,
    boolean encrypted,
    long crc,
    long compressedBytes,
    long bytes,
    long headerOffset) {}
