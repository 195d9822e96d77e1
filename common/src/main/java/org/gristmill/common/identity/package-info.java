/** Who a document is and where it lies on the circle of keys: functions of its content alone. */
package org.gristmill.common.identity;
