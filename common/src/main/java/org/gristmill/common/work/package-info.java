/**
 * The work directory: stages and their fingerprints, units of work, manifests, the lease, and what
 * a recipe still needs done.
 */
package org.gristmill.common.work;
