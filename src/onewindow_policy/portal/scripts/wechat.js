// WeChat's own browser prints nothing, downloads nothing on Android and has its own menu
// for sharing. It is asked here, since pages are kept for all browsers alike.
export const inWeChat = /MicroMessenger/i.test(navigator.userAgent);
export const inWeChatOnAndroid = inWeChat && /Android/i.test(navigator.userAgent);
