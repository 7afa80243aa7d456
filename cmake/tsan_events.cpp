// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Tells ThreadSanitizer that Qt hands events over safely from thread to thread.
//
// Qt's own libraries are not instrumented: the sanitizer sees neither the lock of an event queue nor what it orders,
// and would call every argument of a queued call a race. The two functions of Qt that our code posts events by are
// therefore wrapped, and the moment before an event is delivered is its other end.
#include <QObject>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

static char s_signals; // whom a signal reaches is not known when it is emitted

template<typename Function>
static Function *original(Function *&found, const char *symbol)
{
    if (!found)
        found = reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, symbol));
    return found;
}

void QMetaObject::activate(QObject *sender, const QMetaObject *meta, int signal, void **arguments)
{
    static thread_local void (*next)(QObject *, const QMetaObject *, int, void **) = nullptr;
    __tsan_release(&s_signals);
    original(next, "_ZN11QMetaObject8activateEP7QObjectPKS_iPPv")(sender, meta, signal, arguments);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *result)
{
    static thread_local bool (*next)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *) = nullptr;
    __tsan_release(object);
    return original(next,
                    "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionType"
                    "EPv")(object, slot, type, result);
}

static bool beforeDelivery(void **event)
{
    __tsan_acquire(event[0]); // the receiver
    __tsan_acquire(&s_signals);
    return false;
}

static const bool s_registered = QInternal::registerCallback(QInternal::EventNotifyCallback, &beforeDelivery);
