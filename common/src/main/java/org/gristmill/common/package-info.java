/** What every module shares: errors, hashes, identities, stores, configuration and work records. */
package org.gristmill.common;
