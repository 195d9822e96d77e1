/** Content hashes: XXH64 for keys and checksums, XXH3 with 128 bits for identities. */
package org.gristmill.common.hash;
