from django.urls import path

from edusum.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in-again/", views.sign_in_again, name="sign_in_again"),
    path("sign-in-here/", views.sign_in_here, name="sign_in_here"),
    path("session/", views.session, name="session"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password_change, name="password_change"),
]
