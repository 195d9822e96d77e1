/** The bucket stage: which stratum a document belongs to, from columns alone. */
package org.gristmill.spark.bucket;
